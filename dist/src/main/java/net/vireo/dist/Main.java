// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist;

/** Skeleton: the entry point. */
public final class Main {
    private Main() {}
}
