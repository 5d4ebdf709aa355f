// Tests of Agents.
