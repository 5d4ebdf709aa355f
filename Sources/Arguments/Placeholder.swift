// Filled by the first feature of Arguments.
