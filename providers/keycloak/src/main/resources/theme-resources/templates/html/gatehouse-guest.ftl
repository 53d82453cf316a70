<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("gatehouseGuestIntro", realmName)}</p>
<p style="font-size: 2em; letter-spacing: 0.2em"><strong>${code}</strong></p>
<p>${msg("gatehouseGuestWhere", minutes)}</p>
<p>${msg("gatehouseGuestNothing")}</p>
</@layout.emailLayout>
