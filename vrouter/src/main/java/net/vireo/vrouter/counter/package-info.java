// SPDX-License-Identifier: Apache-2.0
/** The drop catalogue, the shared counters and the ledger. */
package net.vireo.vrouter.counter;
