// Filled by the first feature of Workspaces.
