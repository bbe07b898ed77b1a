from django.urls import path

from rewards.views import books, desk, wallet

app_name = "rewards"
urlpatterns = [
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet/points.csv", wallet.statement, name="statement"),
    path("wallet/redemptions/<int:redemption_id>/", wallet.redemption, name="redemption"),
    path("wallet/redemptions/<int:redemption_id>/cancel/", wallet.cancel, name="cancel"),
    path("standings/", wallet.standings, name="standings"),
    path("shop/", wallet.shop, name="shop"),
    path("shop/<slug:slug>/", wallet.benefit, name="benefit"),
    path("shop/<slug:slug>/order/", wallet.order, name="order"),
    path("desk/redemptions/", desk.redemptions, name="redemptions"),
    path("desk/redemptions/<int:redemption_id>/approve/", desk.approve, name="approve"),
    path("desk/redemptions/<int:redemption_id>/decline/", desk.decline, name="decline"),
    path("desk/redemptions/<int:redemption_id>/deliver/", desk.deliver, name="deliver"),
    path("desk/benefits/<int:benefit_id>/stock/", desk.stock, name="stock"),
    path("desk/awards/", desk.awards, name="awards"),
    path("desk/awards/propose/", desk.propose, name="propose"),
    path("desk/awards/<int:award_id>/decide/", desk.decide_award, name="decide_award"),
    path("desk/books/", books.books, name="books"),
    path("desk/books/check/", books.check, name="check_books"),
    path("desk/books/transfers.csv", books.transfers, name="transfers"),
]
