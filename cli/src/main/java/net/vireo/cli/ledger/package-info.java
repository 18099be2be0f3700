// SPDX-License-Identifier: Apache-2.0
/** {@code vireo ledger}: where every packet went. */
package net.vireo.cli.ledger;
