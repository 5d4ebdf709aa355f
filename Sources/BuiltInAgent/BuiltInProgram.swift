/// Where `carrel agent` begins.
package enum BuiltInProgram {}
