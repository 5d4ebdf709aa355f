// Filled by the first feature of Secrets.
