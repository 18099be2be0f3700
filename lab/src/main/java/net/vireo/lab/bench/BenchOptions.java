// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.util.List;

/**
 * What a run was asked for.
 *
 * @param seconds of each TCP test
 * @param rounds how often each system has its turn
 * @param vxlan VXLAN between the nodes, else MPLS over UDP
 * @param json the result as JSON
 */
record BenchOptions(int seconds, int rounds, boolean vxlan, boolean json) {
    /** The arguments with which the inside of the lab reads the same options. */
    List<String> arguments() {
        return List.of(
                "lab",
                "bench",
                "--inside",
                "--seconds=" + seconds,
                "--rounds=" + rounds,
                "--encap=" + (vxlan ? "vxlan" : "udp"),
                "--output=" + (json ? "json" : "text"));
    }
}
