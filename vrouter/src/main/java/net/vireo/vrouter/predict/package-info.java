// SPDX-License-Identifier: Apache-2.0
/** What would become of a packet: the lcores' own graph, run beside them on the same tables, and nothing changed. */
package net.vireo.vrouter.predict;
