// Filled by the first feature of Interface.
