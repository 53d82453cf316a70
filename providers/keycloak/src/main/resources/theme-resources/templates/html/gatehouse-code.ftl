<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("gatehouseCodeIntro", realmName)}</p>
<p style="font-size: 2em; letter-spacing: 0.2em"><strong>${code}</strong></p>
<p>${msg("gatehouseCodeWhere", minutes)}</p>
<p>${msg("gatehouseCodeNothing")}</p>
</@layout.emailLayout>
