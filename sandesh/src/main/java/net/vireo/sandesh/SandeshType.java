// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

/** Skeleton: type codes on the wire. */
public final class SandeshType {
    private SandeshType() {}
}
