// SPDX-License-Identifier: Apache-2.0
/** Receive side scaling in software: what spreads a port's flows over lcores where no network card does. */
package net.vireo.port.rss;
