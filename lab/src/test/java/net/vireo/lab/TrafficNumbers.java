// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

/** What must be true of the numbers that a lab shows of a node: each packet is in the map, at an lcore, in the ledger. */
final class TrafficNumbers {
    private final JsonNode node;

    private TrafficNumbers(final JsonNode node) {
        this.node = node;
    }

    /** Both nodes of a lab's result. */
    static void assertAgree(final JsonNode result) {
        assertThat(result.path("nodes").size()).as(result.toPrettyString()).isEqualTo(2);
        result.path("nodes").forEach(node -> new TrafficNumbers(node).assertAgrees());
    }

    private void assertAgrees() {
        assertThat(node.path("settled").asBoolean()).as(node.toPrettyString()).isTrue();
        long polled = 0;
        for (final JsonNode vif : node.path("vifs")) {
            long ofVif = 0;
            for (final JsonNode queue : vif.path("queues")) {
                ofVif += queue.path("packets").asLong(0);
                assertThat(queue.path("lcore").asInt()).isIn(10, 11);
                assertThat(queue.path("reason").asString()).isIn("own", "fewest", "next");
            }
            // pkt0's sockets do not count by queue.
            if (vif.path("vif").asInt() != 2) {
                same(
                        "queues of " + vif.path("name").asString(),
                        ofVif,
                        vif.path("in").asLong() + vif.path("ringFull").asLong());
            }
            polled += ofVif;
        }
        same("lcores polled what queues gave", sum("lcores", "polled"), polled);
        same("what one hands over another takes", sum("lcores", "toOthers"), sum("lcores", "fromOthers"));
        same("ring full", sum("lcores", "ringFull"), sum("vifs", "ringFull"));
        same("polled", sum("lcores", "polled"), ledger("in") + sum("lcores", "ringFull"));
        same("in", sum("vifs", "in"), ledger("in"));
        same("processed", sum("lcores", "processed"), ledger("in"));
        // Full pkt0 sockets, for one: an lcore has handed the packet on, its owner cannot send it.
        same("out", sum("vifs", "out") - node.path("refusedAfterHandover").asLong(), ledger("out"));
        same("dropped", sum("lcores", "dropped"), ledger("drops"));
        long named = 0;
        for (final JsonNode drop : node.path("drops")) {
            named += drop.asLong();
        }
        same("each drop has a name", named, ledger("drops"));
        same(
                "both sides of the ledger",
                ledger("in") + ledger("births"),
                ledger("out") + ledger("held") + ledger("consumed") + ledger("drops"));
        assertThat(node.path("ledger").path("balanced").asBoolean()).isTrue();
        assertThat(sum("lcores", "intoTunnels")).isGreaterThan(10);
        assertThat(sum("lcores", "outOfTunnels")).isGreaterThan(10);
    }

    private void same(final String what, final long one, final long other) {
        assertThat(one).as("%s: %s", what, node.toPrettyString()).isEqualTo(other);
    }

    private long ledger(final String side) {
        return node.path("ledger").path(side).asLong(-1);
    }

    private long sum(final String rows, final String column) {
        long sum = 0;
        for (final JsonNode row : node.path(rows)) {
            sum += row.path(column).asLong(0);
        }
        return sum;
    }
}
