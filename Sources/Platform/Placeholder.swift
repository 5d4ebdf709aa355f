// Filled by the first feature of Platform.
