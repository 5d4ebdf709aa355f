// Filled by the first feature of CursesTerminal.
