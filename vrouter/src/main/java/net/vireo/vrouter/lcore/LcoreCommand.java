// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

/** What the control thread asks of an lcore; runs on the lcore's thread, between two cycles. */
@FunctionalInterface
public interface LcoreCommand {
    void run(Lcore lcore);
}
