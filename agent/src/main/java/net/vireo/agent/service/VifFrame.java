// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

/**
 * A frame that a timer made, and where it is to be sent.
 *
 * @param vif the guest's interface
 */
public record VifFrame(int vif, Bytes frame) {}
