// SPDX-License-Identifier: Apache-2.0
/** Internal load balancing: lcores that process what another one polls. */
package net.vireo.port.balance;
