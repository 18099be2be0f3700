// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/** Skeleton: where each counter lies in the mapped file. */
public final class CounterLayout {
    private CounterLayout() {}
}
