// Filled by the first feature of Service.
