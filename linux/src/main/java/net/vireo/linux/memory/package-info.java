// SPDX-License-Identifier: Apache-2.0
/** Native memory by absolute address, for the rooms of the data path only. */
package net.vireo.linux.memory;
