// SPDX-License-Identifier: Apache-2.0
/** The forwarding threads. */
package net.vireo.vrouter.lcore;
