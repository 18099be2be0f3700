// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.vireo.lab.check.FlowTable.Flow;
import net.vireo.lab.topology.IpAddress;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final IpAddress FROM = IpAddress.v4(0x78000004);
    private static final IpAddress TO = new IpAddress(0xfd00_0120_0000_0000L, 3);
    private static final Flow THERE = new Flow(5, 9, "120.0.0.4", "fd00:120::3", 0, "forward", "", 5);
    private static final Flow BACK = new Flow(9, 5, "fd00:120::3", "120.0.0.4", 0, "forward", "", 5);

    @Test
    void shouldReadWhatTheToolPrints() {
        final FlowTable table = FlowTable.parse("""
                {"node": "compute1", "table": {"used": 2, "created": 1}, "flows": [
                  {"index": 5, "reverseIndex": 9, "source": "120.0.0.4", "destination": "fd00:120::3",
                   "action": "forward", "packets": 5},
                  {"index": 7, "reverseIndex": null, "source": "::", "destination": "::", "action": "hold", "packets": 1},
                  {"index": 8, "reverseIndex": 6, "source": "120.0.0.4", "destination": "120.0.0.9", "action": "drop",
                   "destinationPort": 8080, "dropReason": "security group", "packets": 2}
                ]}
                """);

        assertThat(table.created()).isEqualTo(1);
        assertThat(table.flows())
                .containsExactly(
                        THERE,
                        new Flow(7, -1, "::", "::", 0, "hold", "", 1),
                        new Flow(8, 6, "120.0.0.4", "120.0.0.9", 8080, "drop", "security group", 2));
        assertThatThrownBy(() -> FlowTable.parse("no node")).hasMessageContaining("JSON");
    }

    @Test
    void shouldKeepWhatIsNew() {
        assertThat(new FlowTable(List.of(THERE, BACK), 1).since(new FlowTable(List.of(THERE), 1)))
                .containsExactly(BACK);
    }

    @Test
    void shouldCallTwoHalvesOfOneConversationLinked() {
        assertThat(FlowTable.linked(List.of(BACK, THERE), FROM, TO, 5)).isTrue();
        assertThat(FlowTable.linked(List.of(BACK, THERE), FROM, TO, 6)).isFalse();
        assertThat(FlowTable.linked(List.of(THERE), FROM, TO, 5)).isFalse();
        assertThat(FlowTable.linked(List.of(THERE, THERE, BACK), FROM, TO, 5)).isFalse();
    }

    @Test
    void shouldNotCallStrangersOrDroppedFlowsLinked() {
        final Flow stranger = new Flow(9, 6, "fd00:120::3", "120.0.0.4", 0, "forward", "", 5);
        final Flow dropped = new Flow(9, 5, "fd00:120::3", "120.0.0.4", 0, "drop", "", 5);

        assertThat(FlowTable.linked(List.of(THERE, stranger), FROM, TO, 5)).isFalse();
        assertThat(FlowTable.linked(List.of(THERE, dropped), FROM, TO, 5)).isFalse();
    }
}
