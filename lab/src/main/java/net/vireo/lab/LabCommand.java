// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

/** Skeleton: {@code vireo lab}. */
public final class LabCommand {
    private LabCommand() {}
}
