// Filled by the first feature of JSON.
