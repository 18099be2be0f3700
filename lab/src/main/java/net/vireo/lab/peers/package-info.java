// SPDX-License-Identifier: Apache-2.0
/** Vireo beside other virtual switches: the same guests, the same machine, turn and turn about. */
package net.vireo.lab.peers;
