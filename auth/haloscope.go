package auth

// Scopes of a Halo application, for HaloConfig.Scopes. What a token may do is what its scopes and the rights of the agent
// that the application acts for have in common; a call beyond that is refused with 403.
//
// The list is the one that Halo shows for an application, as clients have written it down. It has no read:users and no
// read:agents: asking for a scope that Halo doesn't know, or that the application wasn't given, is refused with
// invalid_scope (CodeInvalidScope).
const (
	HaloScopeAll         = "all"          // everything that the application may do; the default
	HaloScopeAllStandard = "all:standard" // as Halo names it; what it leaves out isn't documented
	HaloScopeAdmin       = "admin"        //

	HaloScopeAdminWebhooks = "admin:webhooks" // without it /Webhook was seen to respond with 401
	HaloScopeOfflineAccess = "offline_access" // a refresh token; not in Halo's own list, asked for by a client that gets one

	HaloScopeReadTickets           = "read:tickets"
	HaloScopeEditTickets           = "edit:tickets"
	HaloScopeReadCalendar          = "read:calendar"
	HaloScopeEditCalendar          = "edit:calendar"
	HaloScopeReadCustomers         = "read:customers"
	HaloScopeEditCustomers         = "edit:customers"
	HaloScopeReadCRM               = "read:crm"
	HaloScopeEditCRM               = "edit:crm"
	HaloScopeReadContracts         = "read:contracts"
	HaloScopeEditContracts         = "edit:contracts"
	HaloScopeReadSuppliers         = "read:suppliers"
	HaloScopeEditSuppliers         = "edit:suppliers"
	HaloScopeReadItems             = "read:items"
	HaloScopeEditItems             = "edit:items"
	HaloScopeReadProjects          = "read:projects"
	HaloScopeEditProjects          = "edit:projects"
	HaloScopeReadSales             = "read:sales"
	HaloScopeEditSales             = "edit:sales"
	HaloScopeReadQuotes            = "read:quotes"
	HaloScopeEditQuotes            = "edit:quotes"
	HaloScopeReadSalesOrders       = "read:sos"
	HaloScopeEditSalesOrders       = "edit:sos"
	HaloScopeReadPurchaseOrders    = "read:pos"
	HaloScopeEditPurchaseOrders    = "edit:pos"
	HaloScopeReadInvoices          = "read:invoices"
	HaloScopeEditInvoices          = "edit:invoices"
	HaloScopeReadReporting         = "read:reporting"
	HaloScopeEditReporting         = "edit:reporting"
	HaloScopeReadSoftware          = "read:software"
	HaloScopeEditSoftware          = "edit:software"
	HaloScopeReadSoftwareLicensing = "read:softwarelicensing"
	HaloScopeEditSoftwareLicensing = "edit:softwarelicensing"
	HaloScopeReadKB                = "read:kb" // the knowledge base
	HaloScopeEditKB                = "edit:kb"
	HaloScopeReadAssets            = "read:assets"
	HaloScopeEditAssets            = "edit:assets"
	HaloScopeReadTimesheets        = "read:timesheets"
	HaloScopeEditTimesheets        = "edit:timesheets"
	HaloScopeEditMyTimesheets      = "editMine:timesheets"

	HaloScopeAccessChat            = "access:chat"
	HaloScopeAccessADPasswordReset = "access:adpasswordreset"
)
