// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

/** Skeleton: the data plane assembled. */
public final class Vrouter {
    Vrouter() {}
}
