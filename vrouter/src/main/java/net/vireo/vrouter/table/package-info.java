// SPDX-License-Identifier: Apache-2.0
/** The forwarding tables: written by the control thread, read by every lcore. */
package net.vireo.vrouter.table;
