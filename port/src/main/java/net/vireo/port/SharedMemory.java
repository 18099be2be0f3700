// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

/**
 * A range of memory that a device shares with the program on its other side, and the names that its first byte has (deck
 * p50, p85). Addresses are unsigned.
 *
 * @param guestAddress what a guest calls it: descriptors in rings say this
 * @param lengthBytes how long it is
 * @param farAddress where the program on the other side has it
 * @param hereAddress where this process has it mapped
 * @param descriptor the file in memory that it is, as this process numbers it
 */
public record SharedMemory(long guestAddress, long lengthBytes, long farAddress, long hereAddress, int descriptor) {}
