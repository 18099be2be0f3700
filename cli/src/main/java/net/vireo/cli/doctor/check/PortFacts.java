// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

/**
 * What the port behind a vif did.
 *
 * @param sent packets that the device took
 * @param refused packets that it did not
 * @param notifications system calls to tell the receiver
 */
public record PortFacts(long sent, long refused, long notifications) {
    /** Nothing. */
    public static final PortFacts NONE = new PortFacts(0, 0, 0);
}
