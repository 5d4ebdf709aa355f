// Filled by the first feature of TOML.
