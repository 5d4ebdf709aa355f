// Filled by the first feature of Configuration.
