// SPDX-License-Identifier: Apache-2.0
/** One thread at a time to what several lcores use. */
package net.vireo.port.gate;
