// SPDX-License-Identifier: Apache-2.0
/** Finds the Ethernet addresses of other nodes through the host's neighbour table. */
package net.vireo.vrouter.neighbour;
