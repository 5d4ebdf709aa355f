// Tests of Interface.
