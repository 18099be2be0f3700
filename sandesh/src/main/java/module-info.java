// SPDX-License-Identifier: Apache-2.0

/** The control objects of the vRouter socket and their binary form. */
module net.vireo.sandesh {
    exports net.vireo.sandesh;
}
