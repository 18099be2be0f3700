// SPDX-License-Identifier: Apache-2.0
/** Flows: their table, what lcores and the control thread do with it, fragments and held packets. */
package net.vireo.vrouter.flow;
