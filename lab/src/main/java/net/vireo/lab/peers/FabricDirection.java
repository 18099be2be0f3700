// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

/** Which way frames go through a {@link FabricSwitch}. */
enum FabricDirection {
    /** From the link to the guest. */
    IN("in"),
    /** From the guest to the link. */
    OUT("out");

    private final String word;

    FabricDirection(final String word) {
        this.word = word;
    }

    /** As written in results. */
    String word() {
        return word;
    }
}
