// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

/**
 * A health check of a port, for people.
 *
 * @param check its name
 * @param target whom it probes
 * @param state unknown, up or down
 * @param why in words, empty while it is unknown
 */
public record HealthRow(String check, String port, String monitor, String target, String state, String why) {}
