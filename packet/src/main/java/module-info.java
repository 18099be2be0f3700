// SPDX-License-Identifier: Apache-2.0

/** Wire formats: views over bytes, and checksums. */
module net.vireo.packet {
    requires net.vireo.linux;

    exports net.vireo.packet;
}
