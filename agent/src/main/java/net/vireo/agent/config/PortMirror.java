// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

/**
 * Who gets copies of all that passes a port.
 *
 * @param to the name of an analyzer, or its address
 * @param ingress of what its guest sends
 * @param egress of what its guest gets
 */
public record PortMirror(String to, boolean ingress, boolean egress) {}
