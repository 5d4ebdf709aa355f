// Tests of Workspaces.
