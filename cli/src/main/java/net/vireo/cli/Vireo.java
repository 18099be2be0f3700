// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

/** Skeleton: the root command. */
public final class Vireo {
    private Vireo() {}
}
