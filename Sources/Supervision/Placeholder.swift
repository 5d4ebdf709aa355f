// Filled by the first feature of Supervision.
