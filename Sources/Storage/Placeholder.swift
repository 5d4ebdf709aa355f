// Filled by the first feature of Storage.
