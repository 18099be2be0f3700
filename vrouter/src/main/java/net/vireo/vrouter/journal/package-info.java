// SPDX-License-Identifier: Apache-2.0
/** The file that a data plane comes back from: a log of records, written by one process and followed by another. */
package net.vireo.vrouter.journal;
