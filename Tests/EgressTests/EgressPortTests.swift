import Egress
import Testing

@Test("the doors of a sandbox have ports of their own")
func portsDiffer() {
  #expect(Set([EgressPort.proxy, EgressPort.gateway, EgressPort.localModel]).count == 3)
}
